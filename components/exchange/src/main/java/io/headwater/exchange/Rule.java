package io.headwater.exchange;

/** The rules that a route, its options and its models are checked by. An id is never used for another rule. */
public enum Rule {
    YAML("HW-001", "the file is YAML"),
    ROUTE_SHAPE("HW-002", "the file holds routes as Camel's YAML DSL writes them"),
    UNKNOWN_COMPONENT("HW-003", "the component exists"),
    UNKNOWN_OPTION("HW-004", "the option exists"),
    MISSING_OPTION("HW-005", "a required option is given"),
    WRONG_TYPE("HW-006", "the value has the option's type"),
    NOT_A_CHOICE("HW-007", "the value is one of the option's choices"),
    UNREADABLE("HW-008", "files and folders can be read"),
    NO_ROUTE("HW-009", "there is a route"),
    REFUSED_BY_CAMEL("HW-010", "Camel's own loader takes the route"),
    MEDIA_MISSING("HW-011", "a clip, picture or device is there"),
    OUT_OF_RANGE("HW-012", "a number is within its bounds"),
    DUPLICATE_ID("HW-013", "an id is used once"),
    PLACE("HW-014", "a step stands where it can work"),
    CONFLICT("HW-015", "options do not contradict each other"),
    PLACEHOLDER("HW-016", "a placeholder has a value"),
    KAMELET("HW-019", "a Kamelet can be written out in the route that uses it"),
    MODEL_MISSING("HW-020", "the model is there"),
    MANIFEST("HW-021", "the model's manifest is complete and right"),
    DIGEST("HW-023", "the model's file has the digest that its manifest states"),
    TENSOR("HW-024", "the manifest's tensors are those of the model's file"),
    LABEL("HW-025", "a label is one that the model knows"),
    EXAMPLE("HW-026", "a model answers its example as its folder says"),
    FLOW("HW-030", "a step gets values that it takes"),
    STAGE("HW-031", "a stage is read by one route"),
    PICTURES_STAY("HW-032", "no picture leaves the box where that is forbidden"),
    LIVE_WAITS("HW-033", "a live source is not made to wait", Severity.WARNING),
    SECRET("HW-034", "a secret does not stand in a route in clear text", Severity.WARNING),
    UNREACHABLE("HW-035", "a step can be reached", Severity.WARNING),
    LOOSE_STAGE("HW-036", "a stage is written and read", Severity.WARNING),
    PICTURE_FITS("HW-037", "one picture fits into the memory for pictures"),
    MEMORY("HW-038", "all that is held at once fits into memory", Severity.WARNING),
    SWAPPED("HW-039", "pictures keep their orientation", Severity.WARNING),
    DESIGNER_EMPTIES("HW-040", "a designer can open the file", Severity.WARNING),
    DESIGNER_LOSES("HW-041", "a designer loses nothing that the file says", Severity.WARNING),
    DESIGNER_REWRITES("HW-042", "a designer leaves the file as it is", Severity.WARNING),
    DESIGNER_COMMENTS("HW-043", "the file has no comments that a designer would drop", Severity.WARNING),
    DESIGNER_IDS("HW-044", "everything that a designer gives an id has one", Severity.WARNING),
    KAMELET_FORM("HW-045", "a designer can show a Kamelet", Severity.WARNING),
    KAMELET_PROPERTY("HW-046", "a Kamelet's properties and its placeholders belong together"),
    NO_IDENTITY("HW-047", "a message that may come twice says which one it is", Severity.WARNING),
    OPEN_PASSWORD("HW-048", "a password does not leave the box unencrypted", Severity.WARNING),
    TOPIC("HW-049", "a topic filter is one that MQTT knows"),
    EXPRESSION("HW-050", "an expression can be read"),
    COMPARISON("HW-051", "a comparison means what it seems to mean", Severity.WARNING),
    UNKNOWN_LANGUAGE("HW-052", "the expression language exists"),
    NO_HOUSE_FORM("HW-054", "a file has nothing that the house form cannot say"),
    HOUSE_FORM("HW-055", "all of a file goes into the house form", Severity.WARNING),
    NOT_TRACKED("HW-056", "objects that are watched at a place are tracked"),
    WEAK_ONES("HW-057", "a tracker gets the weak findings that it keeps hold by", Severity.WARNING),
    OUTLINE("HW-058", "a zone is an area of the picture, a line has two ends in it"),
    TEST_SHAPE("HW-060", "a test file holds tests as headwater test reads them"),
    TEST_TARGET("HW-061", "what a test names is there"),
    TEST_ENDS("HW-062", "a test comes to an end"),
    GOLDEN("HW-063", "a golden file is there and can be read"),
    SIGNATURE("HW-064", "a model is signed by somebody whom the box trusts, where it demands that"),
    STAYS_IN_FOLDER("HW-065", "a model is within its folder, and no larger than a model is"),
    RECORDING("HW-066", "a recording can be made, and can be read"),
    PICTURES_KEPT("HW-067", "pictures are recorded only where they may be"),
    RECORDED_SOURCE("HW-068", "a source is one that can be recorded"),
    PUSHED("HW-069", "a pushed file has the name of a route file, one to be removed is there"),
    PROGRESS_TOPIC("HW-070", "nothing is sent to the topic that the uplink keeps its progress on"),
    LANE("HW-072", "a lane of the outbox is treated in one way"),
    THINS_NOTHING("HW-073", "summaries come to a lane that is to be thinned", Severity.WARNING),
    DROPS_ACKNOWLEDGED("HW-074", "what is acknowledged is not dropped afterwards", Severity.WARNING),
    IDLE_KEY("HW-076", "a stage that keeps the order of keys has workers to keep apart", Severity.WARNING);

    private final String id;
    private final String says;
    private final Severity severity;

    Rule(String id, String says) {
        this(id, says, Severity.ERROR);
    }

    Rule(String id, String says, Severity severity) {
        this.id = id;
        this.says = says;
        this.severity = severity;
    }

    public String id() {
        return id;
    }

    /** What holds when the rule is kept. */
    public String says() {
        return says;
    }

    /** How bad it is to break the rule, unless a problem says otherwise. */
    public Severity severity() {
        return severity;
    }
}
