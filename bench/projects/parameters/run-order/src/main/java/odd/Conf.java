package odd;

public class Conf {
    public static String value;
}
