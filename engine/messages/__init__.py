"""Messages: from mail to a request, with what in it bears on facts."""
