package dev.testls.jdt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.testls.model.ModuleId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompilationTest {
    @Test
    void whatIsNestedInABrokenClassCannotRunWhateverIsInItsName() {
        ModuleId app = new ModuleId("g:app");
        Compilation compilation = new Compilation(Map.of(), List.of(), 0, Set.of(), Map.of(app, Map.of("a.Foo$Test", "broken", "a.Bar", "broken, too")), List.of());
        assertThat(compilation.whyUnrunnable(app, "a.Foo$Test")).contains("broken");
        assertThat(compilation.whyUnrunnable(app, "a.Foo$Test$In$Deep")).contains("broken");
        assertThat(compilation.whyUnrunnable(app, "a.Bar$In")).contains("broken, too");
        assertThat(compilation.whyUnrunnable(app, "a.Foo")).isEmpty();
        assertThat(compilation.whyUnrunnable(app, "a.Barn")).isEmpty();
        assertThat(compilation.whyUnrunnable(new ModuleId("g:core"), "a.Bar")).isEmpty();
    }
}
