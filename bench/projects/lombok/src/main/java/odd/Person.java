package odd;

import lombok.Builder;
import lombok.NonNull;
import lombok.Value;
import lombok.With;

@Value
@Builder
public class Person {
    @NonNull String name;
    @With int age;
}
