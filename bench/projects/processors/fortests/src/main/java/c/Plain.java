package c;

public class Plain {}
