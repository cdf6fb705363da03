"""Stands in for Pillow in the frozen program.

reportlab imports `PIL.Image` when it is loaded and uses it only to draw pictures, of which our pages
have none. Pillow and its ten libraries would be 9 MB of every installation.
"""
