package odd;

public class One {
    public static int one() {
        return 1;
    }

    public static int two() {
        return new Two().two();
    }
}
