module odd.provider {
    requires odd.api;
    provides odd.api.Greeter with odd.provider.Loud;
}
