package words;

/** What the processor runs with. */
public class Words {
    public static String greeting() {
        return "hello";
    }
}
