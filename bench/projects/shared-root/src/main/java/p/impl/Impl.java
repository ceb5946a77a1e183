package p.impl;

import p.api.Api;

public class Impl implements Api {
    @Override
    public int answer() {
        return 42;
    }
}
