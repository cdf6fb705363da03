"""Reports as Word documents on the page of GB/T 9704; `document` is what they are made of."""
