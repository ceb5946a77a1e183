open module odd.intest {
    requires org.junit.jupiter.api;
    requires java.sql;
}
