package odd.classpath;

class Main {
    static String resource() {
        return odd.api.Greeter.class.getResourceAsStream("words.txt") == null ? "none" : "there";
    }
}
