"""Pages drawn as a PDF that can be kept (PDF/A-2b); session and cli ask `writer`."""
