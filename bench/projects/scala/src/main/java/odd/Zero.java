package odd;

public class Zero {
    public static int zero() {
        return 0;
    }

    public static int four() {
        return Sum.of(2, 2);
    }
}
