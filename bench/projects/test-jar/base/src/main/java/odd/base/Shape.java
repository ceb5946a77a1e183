package odd.base;

public interface Shape {
    double area();
}
