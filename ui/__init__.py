"""The window. It reaches the core only through the session and the value modules."""

import sys

# Compiled modules are kept whatever the environment says: compiling them anew is half of a start.
sys.dont_write_bytecode = False
