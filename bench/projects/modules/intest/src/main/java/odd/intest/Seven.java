package odd.intest;

public class Seven {
    static int value() {
        return 7;
    }
}
