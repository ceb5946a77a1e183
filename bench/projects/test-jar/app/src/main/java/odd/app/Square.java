package odd.app;

import odd.base.Shape;

public record Square(double side) implements Shape {
    @Override
    public double area() {
        return side < 0 ? side : side * side;
    }
}
