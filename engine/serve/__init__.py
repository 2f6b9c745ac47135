"""The service: requests in, decisions kept, events heard; nothing here knows the web but its rooms `web` and `desk`."""
