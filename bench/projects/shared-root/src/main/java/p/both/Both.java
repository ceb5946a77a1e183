package p.both;

/** Both modules compile it. */
public class Both {
    public static String name() {
        return "both";
    }
}
