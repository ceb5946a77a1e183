package odd

import spock.lang.Specification

abstract class BaseSpec extends Specification {
    def "is handed down"() {
        expect:
        One.one() == 1
    }
}
