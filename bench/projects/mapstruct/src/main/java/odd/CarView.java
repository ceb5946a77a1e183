package odd;

public record CarView(String maker, String seats) {}
