module odd.app {
    requires odd.api;
    requires hamcrest.core;
    requires org.apache.commons.lang3;
    requires com.google.gson;
    uses odd.api.Greeter;
}
