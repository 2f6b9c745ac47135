"""What the tests of the desk's pages need: a service on a port, a browser without a window, and what it sees."""
