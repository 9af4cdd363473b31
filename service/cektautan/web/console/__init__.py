"""The moderators' desk in the browser, below `/meja`: pages over the use cases of `desk`, which decide everything."""
