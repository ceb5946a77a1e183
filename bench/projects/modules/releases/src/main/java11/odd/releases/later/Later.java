package odd.releases.later;

import odd.releases.Base;

public class Later {
    @Override
    public String toString() {
        return (" " + new Base().get()).strip();
    }
}
