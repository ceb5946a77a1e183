package a;

import proc.Greeted;

@Greeted
public class User {
    public static String text() {
        return UserGreeting.text();
    }
}
