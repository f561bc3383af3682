selftest() { :; }
