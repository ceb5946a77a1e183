module odd.api {
    exports odd.api;
    exports odd.api.friends to odd.app;
}
