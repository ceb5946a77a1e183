package odd.app;

import java.util.ServiceLoader;
import odd.api.Greeter;

public class App {
    String greeting() {
        return ServiceLoader.load(Greeter.class).findFirst().map(Greeter::greet).orElse("nobody");
    }
}
