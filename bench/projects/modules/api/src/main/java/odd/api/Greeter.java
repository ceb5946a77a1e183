package odd.api;

public interface Greeter {
    String greet();
}
