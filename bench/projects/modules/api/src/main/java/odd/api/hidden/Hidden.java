package odd.api.hidden;

public class Hidden {
    public static int ask() {
        return 1;
    }
}
