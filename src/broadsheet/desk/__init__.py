"""What a reader asks for: pages as records, ready to be shown by web, CLI or API alike."""
