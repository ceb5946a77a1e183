package odd.api.friends;

public class Friend {
    private int age = 7;
}
