package c;

import proc.Greeted;

@Greeted
class Fixture extends Plain {}
