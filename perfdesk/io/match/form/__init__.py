"""Which template it was made with, and the Form made of it, with corrections and addresses."""
