package odd;

public class Log {
    public static final StringBuilder LOG = new StringBuilder();
}
