package odd.provider;

import odd.api.Greeter;

public class Loud implements Greeter {
    @Override
    public String greet() {
        return "HELLO";
    }
}
