package odd.releases;

public class Base {
    private String text = "base";

    public String get() {
        return new Inner().get();
    }

    /** Up to Java 10 reading a field of the class around it takes a method that javac adds. */
    class Inner {
        String get() {
            return text;
        }
    }
}
