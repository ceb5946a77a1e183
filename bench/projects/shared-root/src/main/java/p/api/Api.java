package p.api;

public interface Api {
    int answer();
}
