package io.headwater.runtime.check;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of rules: each of its methods writes route files into a site of its own. */
abstract class SiteTest {
    @TempDir
    Path folder;
    Site site;

    @BeforeEach
    void site() {
        site = new Site(folder);
    }
}
