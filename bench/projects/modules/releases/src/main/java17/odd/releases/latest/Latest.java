package odd.releases.latest;

public record Latest(String text) {}
