package odd;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MetaAnnotationTest {
    @Test
    @Tag("fast")
    @Retention(RetentionPolicy.RUNTIME)
    @interface FastTest {}

    @FastTest
    void a_test_by_another_name() {}

    @Test
    @Order(1)
    void underscores_become_spaces() {}

    @TestTemplate
    @ExtendWith(Twice.class)
    void runs_twice() {}

    static class Twice implements TestTemplateInvocationContextProvider {
        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(named("one (1)"), named("two"));
        }

        private static TestTemplateInvocationContext named(String name) {
            return new TestTemplateInvocationContext() {
                @Override
                public String getDisplayName(int index) {
                    return name;
                }

                @Override
                public List<org.junit.jupiter.api.extension.Extension> getAdditionalExtensions() {
                    return List.of();
                }
            };
        }
    }
}
