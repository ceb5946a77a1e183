module odd.classpath {
    requires odd.api;
}
