module odd.intest {
    exports odd.intest;
}
