"""What the system around the window needs: icons, dialogs in Chinese, input methods, one instance."""
