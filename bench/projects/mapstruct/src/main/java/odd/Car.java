package odd;

public record Car(String make, int seats) {}
