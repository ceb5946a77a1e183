package odd;

import java.util.ArrayList;
import java.util.List;
import lombok.Getter;
import lombok.RequiredArgsConstructor;
import lombok.SneakyThrows;
import lombok.experimental.Accessors;

@RequiredArgsConstructor
@Accessors(fluent = true)
public class Counter {
    private final String label;
    @Getter private int count;
    @Getter private final List<String> seen = new ArrayList<>();

    public void see(Person person) {
        count += 1;
        seen.add(label + " " + person.getName());
    }

    @SneakyThrows
    public void refuse() {
        throw new Exception("refused by " + label);
    }
}
