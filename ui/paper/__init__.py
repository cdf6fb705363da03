"""The form on screen: model, view, editor, painting, keys, clipboard blocks."""
